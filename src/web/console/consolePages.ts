import type { FastifyReply, FastifyRequest } from 'fastify';
import { PostwerkError } from '../../errors.ts';
import type { Store } from '../../store/db.ts';
import type { DeviceWork } from '../api/deviceWork.ts';
import type { HintWork } from '../api/workHint.ts';
import { formField } from '../forms.ts';
import type { DrawPage } from '../pagePictures.ts';
import { sendPage } from '../sendPage.ts';
import type { Html } from '../views/html.ts';
import { type NavLink, page } from '../views/layout.ts';
import { formToken, isFormToken, type Session } from './session.ts';
import { signOutForm } from './signOut.ts';

export interface ConsoleOptions {
  readonly store: Store;
  /** Document types, for the filter of the list. */
  readonly types: readonly string[];
  readonly hintWork: HintWork;
  readonly deviceWork: DeviceWork;
  readonly secret: string;
  readonly links: readonly NavLink[];
  readonly drawPage?: DrawPage;
}

/** What the pages behind the sign-in need of it. */
export interface ConsolePages {
  /** The operator; routes behind the guard always have one. */
  operator(request: FastifyRequest): Session;
  formToken(request: FastifyRequest): string;
  /** @throws PostwerkError web.forbidden when the form is not one of ours */
  checkForm(request: FastifyRequest): void;
  send(request: FastifyRequest, reply: FastifyReply, title: string, main: Html, status?: number): FastifyReply;
}

export function consolePages(options: ConsoleOptions, sessions: WeakMap<FastifyRequest, Session>): ConsolePages {
  const operator = (request: FastifyRequest): Session => {
    const session = sessions.get(request);
    if (session === undefined) throw new Error('a console page without a session');
    return session;
  };
  const token = (request: FastifyRequest) => formToken(options.secret, operator(request));
  return {
    operator,
    formToken: token,
    checkForm(request) {
      if (!isFormToken(options.secret, operator(request), formField(request, 'form'))) {
        throw new PostwerkError('web.forbidden', 'The form is not of this session; load the page again.');
      }
    },
    send(request, reply, title, main, status = 200) {
      const nav = [
        { href: '/console', text: 'Documents', current: !request.url.startsWith('/console/devices') },
        { href: '/console/devices', text: 'Devices', current: request.url.startsWith('/console/devices') },
        ...options.links,
        { href: '/docs', text: 'API' },
      ];
      const aside = signOutForm(operator(request).name, token(request));
      const text = page({ title: `${title} · Postwerk`, brandHref: '/console', nav, aside, main, live: true });
      return sendPage(request, reply, text, status);
    },
  };
}

import { type Html, html } from '../views/html.ts';

/** Who is signed in, and the way out. */
export function signOutForm(name: string, formToken: string): Html {
  return html`<form method="post" action="/console/logout"><input type="hidden" name="form" value="${formToken}"><span class="who">${name}</span> <button class="plain">Sign out</button></form>`;
}

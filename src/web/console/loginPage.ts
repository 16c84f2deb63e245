import { type Html, html } from '../views/html.ts';

/** @param next path to go to afterwards */
export function loginPage(next: string, problem?: string): Html {
  return html`<h1>Sign in</h1>
${problem !== undefined && html`<p class="notice bad" role="alert" id="problem">${problem}</p>`}
<form class="stack" method="post" action="/console/login">
<input type="hidden" name="next" value="${next}">
<label>API key with the scope <code>operate</code>
<input type="password" name="key" autocomplete="current-password" spellcheck="false" required autofocus${problem !== undefined && html` aria-invalid="true" aria-describedby="problem"`}></label>
<button class="primary">Sign in</button>
</form>
<p class="quiet">A key is made by <code>postwerk keys create</code>. On a laptop, <code>npm start</code> prints a link that signs you in.</p>`;
}

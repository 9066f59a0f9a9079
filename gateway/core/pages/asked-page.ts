/** The frame of the pages on which people without a login ask for something: strict headers, no script. */
import { type Html, html } from './html.ts'
import { pageLayout } from './layout.ts'
import { pageStyleHash } from './style.ts'

export interface AskedPageFacts {
  officeName: string
  /** Whom to ask; '' where nobody is named. */
  contact: string
}

export interface AskedPage {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

const headers: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none';style-src '${pageStyleHash}';base-uri 'none';form-action 'self';frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // The address of this page is known to who may see it, and to nobody that it leads to.
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

export function shownPage(
  { officeName }: AskedPageFacts,
  status: number,
  { title, main }: { title: string; main: Html },
  more: Readonly<Record<string, string>> = {},
): AskedPage {
  const page = pageLayout({
    title,
    officeName,
    links: [],
    leave: null,
    foot: 'The gateway of this office keeps personal data from leaving where the office does not want it to.',
    main: html`<div class="lead"><h1>${title}</h1></div><section><div class="prose">${main}</div></section>`,
  })
  return { status, headers: { ...headers, ...more }, body: `<!doctype html>\n${page.text}` }
}

/** Whoever asks may come again: what was asked for is not taken now. */
export function tooManyWait(facts: AskedPageFacts): AskedPage {
  return shownPage(facts, 429, {
    title: 'Too many requests wait already',
    main: html`<p>This one was not taken. Wait until some of them have an answer, or speak to ${contactIn(facts)}.</p>`,
  })
}

/** The answer to a form: the browser goes on to another page. */
export function goOn(location: string): AskedPage {
  return { status: 303, headers: { ...headers, location }, body: '' }
}

export function contactIn({ contact }: AskedPageFacts): string {
  return contact === '' ? 'whoever looks after the network' : contact
}

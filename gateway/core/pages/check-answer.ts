/** The answer that proves to a client that it reached the gateway: a small picture of the word yes. */
import { createHash } from 'node:crypto'
import { themes } from './style.ts'

const style = `:root{color-scheme:light dark}path,circle{fill:none;stroke:${themes.light.accent};stroke-width:2}text{fill:${themes.light.ink};font:600 16px/24px sans-serif}@media (prefers-color-scheme:dark){path,circle{stroke:${themes.dark.accent}}text{fill:${themes.dark.ink}}}`

export const checkAnswer = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="24" viewBox="2 0 64 24"><title>Yes</title><style>${style}</style><circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/><text x="28" y="18">Yes</text></svg>
`

/** The page that shows it has another origin; the picture itself may do nothing. */
export const checkAnswerHeaders: Readonly<Record<string, string>> = {
  'content-type': 'image/svg+xml',
  'content-security-policy': `default-src 'none';style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

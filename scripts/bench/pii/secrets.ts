/** Makes secrets of many providers as their documentation shows them, in sentences and files, and counts which are found. */
import { crc32 } from 'node:zlib'
import { type BenchLine, benchLine } from '../line.ts'
import { Random } from '../random.ts'
import { type Span, spansIn } from './spans.ts'

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = upper.toLowerCase()
const digits = '0123456789'
const hex = '0123456789abcdef'
const base62 = digits + upper + lower
const url = `${base62}-_`
const base64 = `${base62}+/`
const base32 = `${upper}234567`

/** Draws characters. */
class Drawer extends Random {
  of(alphabet: string, count: number): string {
    return Array.from({ length: count }, () => alphabet[this.below(alphabet.length)]).join('')
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`
  }

  /** Thirty characters and their checksum in base 62, as GitHub and npm write them. */
  checked(prefix: string): string {
    const body = this.of(base62, 30)
    let rest = crc32(body)
    let sum = ''
    for (let place = 0; place < 6; place++) {
      sum = base62[rest % 62] + sum
      rest = Math.floor(rest / 62)
    }
    return prefix + body + sum
  }

  jwt(): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { sub: this.digits(10), iat: 1_700_000_000 + this.below(9e7), name: this.of(lower, 8) }
    return `${part({ alg: this.pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' })}.${part(claims)}.${this.of(url, 43)}`
  }
}

/** The providers whose tokens tell by themselves what they are. */
const makers: Readonly<Record<string, (draw: Drawer) => string>> = {
  'GitHub classic': (draw) => draw.checked(draw.pick(['ghp_', 'gho_', 'ghu_', 'ghs_'])),
  'GitHub fine-grained': (draw) => `github_pat_${draw.of(base62, 22)}_${draw.of(base62, 59)}`,
  GitLab: (draw) => `glpat-${draw.of(url, 20)}`,
  'GitLab runner': (draw) => `glrt-${draw.of(url, 20)}`,
  npm: (draw) => draw.checked('npm_'),
  PyPI: (draw) => `pypi-AgEIcHlwaS5vcmc${draw.of(url, 160)}`,
  RubyGems: (draw) => `rubygems_${draw.of(hex, 48)}`,
  NuGet: (draw) => `oy2${draw.of(lower + digits, 43)}`,
  'Docker Hub': (draw) => `dckr_pat_${draw.of(url, 27)}`,
  AWS: (draw) => draw.pick(['AKIA', 'ASIA']) + draw.of(base32, 16),
  'Google API': (draw) => `AIza${draw.of(url, 35)}`,
  'Google OAuth': (draw) => `ya29.${draw.of(url, 120)}`,
  'Google client': (draw) => `GOCSPX-${draw.of(url, 28)}`,
  'Azure storage': (draw) =>
    `DefaultEndpointsProtocol=https;AccountName=office;AccountKey=${draw.of(base64, 86)}==;EndpointSuffix=core.windows.net`,
  'Azure client secret': (draw) => `${draw.of(base62, 3)}${draw.digits(1)}Q~${draw.of(url, 34)}`,
  Slack: (draw) => `xoxb-${draw.digits(12)}-${draw.digits(13)}-${draw.of(base62, 24)}`,
  'Slack webhook': (draw) =>
    `https://hooks.slack.com/services/T${draw.of(upper + digits, 10)}/B${draw.of(upper + digits, 10)}/${draw.of(base62, 24)}`,
  Discord: (draw) => `M${draw.of(base62, 25)}.${draw.of(url, 6)}.${draw.of(url, 38)}`,
  Telegram: (draw) => `${1 + draw.below(9)}${draw.digits(9)}:AA${draw.of(url, 33)}`,
  Twilio: (draw) => `SK${draw.of(hex, 32)}`,
  SendGrid: (draw) => `SG.${draw.of(url, 22)}.${draw.of(url, 43)}`,
  Mailgun: (draw) => `key-${draw.of(hex, 32)}`,
  Mailchimp: (draw) => `${draw.of(hex, 32)}-us${1 + draw.below(20)}`,
  Brevo: (draw) => `xkeysib-${draw.of(hex, 64)}-${draw.of(base62, 16)}`,
  Resend: (draw) => `re_${draw.of(base62, 8)}_${draw.of(base62, 24)}`,
  Stripe: (draw) => draw.pick(['sk_live_', 'rk_live_', 'sk_test_']) + draw.of(base62, draw.pick([24, 99])),
  'Stripe webhook': (draw) => `whsec_${draw.of(base62, 32)}`,
  Shopify: (draw) => draw.pick(['shpat_', 'shpss_', 'shpca_']) + draw.of(hex, 32),
  Square: (draw) => `EAAA${draw.of(url, 60)}`,
  'Square secret': (draw) => `sq0csp-${draw.of(url, 43)}`,
  Braintree: (draw) => `access_token$production$${draw.of(lower + digits, 16)}$${draw.of(hex, 32)}`,
  Plaid: (draw) => `access-production-${draw.uuid()}`,
  Flutterwave: (draw) => `FLWSECK-${draw.of(hex, 32)}-X`,
  OpenAI: (draw) => `sk-proj-${draw.of(url, 74)}T3BlbkFJ${draw.of(url, 74)}`,
  'OpenAI before 2024': (draw) => `sk-${draw.of(base62, 20)}T3BlbkFJ${draw.of(base62, 20)}`,
  Anthropic: (draw) => `sk-ant-api03-${draw.of(url, 93)}AA`,
  'Hugging Face': (draw) => `hf_${draw.of(upper + lower, 34)}`,
  Replicate: (draw) => `r8_${draw.of(base62, 37)}`,
  Groq: (draw) => `gsk_${draw.of(base62, 52)}`,
  Perplexity: (draw) => `pplx-${draw.of(base62, 48)}`,
  OpenRouter: (draw) => `sk-or-v1-${draw.of(hex, 64)}`,
  LangSmith: (draw) => `lsv2_pt_${draw.of(hex, 32)}_${draw.of(hex, 10)}`,
  Atlassian: (draw) => `ATATT3xFfGF0${draw.of(url, 172)}=${draw.of('0123456789ABCDEF', 8)}`,
  Bitbucket: (draw) => `ATBB${draw.of(base62, 32)}`,
  DigitalOcean: (draw) => `dop_v1_${draw.of(hex, 64)}`,
  Heroku: (draw) => `HRKU-AA${draw.of(url, 58)}`,
  Netlify: (draw) => `nfp_${draw.of(base62, 36)}`,
  Supabase: (draw) => `sbp_${draw.of(hex, 40)}`,
  PlanetScale: (draw) => `pscale_tkn_${draw.of(url, 43)}`,
  Databricks: (draw) => `dapi${draw.of(hex, 32)}`,
  Terraform: (draw) => `${draw.of(base62, 14)}.atlasv1.${draw.of(url, 67)}`,
  Vault: (draw) => `hvs.${draw.of(url, 95)}`,
  Doppler: (draw) => `dp.pt.${draw.of(base62, 43)}`,
  Pulumi: (draw) => `pul-${draw.of(hex, 40)}`,
  Tailscale: (draw) => `tskey-auth-${draw.of(base62, 12)}CNTRL-${draw.of(base62, 32)}`,
  'New Relic': (draw) => `NRAK-${draw.of(upper + digits, 27)}`,
  Sentry: (draw) => `sntryu_${draw.of(hex, 64)}`,
  Grafana: (draw) => `glsa_${draw.of(base62, 32)}_${draw.of(hex, 8)}`,
  Dynatrace: (draw) => `dt0c01.${draw.of(base32, 24)}.${draw.of(base32, 64)}`,
  Linear: (draw) => `lin_api_${draw.of(base62, 40)}`,
  Notion: (draw) => `ntn_${draw.digits(11)}${draw.of(base62, 35)}`,
  Airtable: (draw) => `pat${draw.of(base62, 14)}.${draw.of(hex, 64)}`,
  Asana: (draw) => `1/${draw.digits(16)}:${draw.of(hex, 32)}`,
  Figma: (draw) => `figd_${draw.of(url, 40)}`,
  Postman: (draw) => `PMAK-${draw.of(hex, 24)}-${draw.of(hex, 34)}`,
  HubSpot: (draw) => `pat-na1-${draw.uuid()}`,
  Contentful: (draw) => `CFPAT-${draw.of(url, 43)}`,
  Mapbox: (draw) => {
    const claims = Buffer.from(`{"u":"office","a":"c${draw.of(lower + digits, 24)}"}`).toString('base64url')
    return `sk.${claims}.${draw.of(url, 22)}`
  },
  Dropbox: (draw) => `sl.${draw.of(url, 140)}`,
  Facebook: (draw) => `EAA${draw.of(base62, 180)}`,
  LinkedIn: (draw) => `WPL_AP1.${draw.of(base62, 16)}`,
  'Twitter bearer': (draw) => `AAAAAAAAAAAAAAAAAAAAA${draw.of(base62, 90)}`,
  JWT: (draw) => draw.jwt(),
}

/** Those whose keys are random characters without a mark: only a word beside them tells. */
const toldMakers: Readonly<Record<string, (draw: Drawer) => string>> = {
  'AWS secret key': (draw) => `aws_secret_access_key = ${draw.of(base64, 40)}`,
  Datadog: (draw) => `DD_API_KEY=${draw.of(hex, 32)}`,
  Cloudflare: (draw) => `Authorization: Bearer ${draw.of(url, 40)}`,
  Fastly: (draw) => `Fastly API token: ${draw.of(url, 32)}`,
  Okta: (draw) => `Authorization: SSWS 00${draw.of(url, 40)}`,
  Auth0: (draw) => `AUTH0_CLIENT_SECRET="${draw.of(url, 64)}"`,
  'Twilio auth token': (draw) => `TWILIO_AUTH_TOKEN=${draw.of(hex, 32)}`,
  PayPal: (draw) => `client_secret: E${draw.of(url, 79)}`,
  Algolia: (draw) => `"apiKey": "${draw.of(hex, 32)}"`,
  'Basic credentials': (draw) =>
    `Authorization: Basic ${Buffer.from(`${draw.of(lower, 6)}:${draw.of(base62, 14)}`).toString('base64')}`,
  'Unknown, English': (draw) => `The API key is ${draw.of(base62, 32)}`,
  'Unknown, German': (draw) => `Der API-Schlüssel lautet ${draw.of(base62, 32)}`,
  'Unknown, French': (draw) => `La clé d'API est ${draw.of(base62, 32)}`,
  'Unknown, Spanish': (draw) => `La clave de API es ${draw.of(base62, 32)}`,
  'Unknown, Italian': (draw) => `La chiave API è ${draw.of(base62, 32)}`,
  'Unknown, Dutch': (draw) => `De API-sleutel is ${draw.of(base62, 32)}`,
}

/** Places in which people and programs leave a secret; none of them says that it is one. */
const places: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `Please look why this does not work any more: ${secret}, thanks.`,
  (secret) => `Kannst du das prüfen? ${secret}\nDanke!`,
  (secret) => `const client = connect("${secret}")`,
  (secret) => `curl -H 'X-Auth: ${secret}' https://api.example.com/v1/items`,
  (secret) => `export SETTING=${secret}\nexport OTHER=1`,
]

const perProvider = 6
const seed = 20_260_101

/** What `find` finds of secrets of every provider; a secret counts where most of it is covered by one finding. */
export function secretLines(find: (text: string) => Span[] = spansIn): BenchLine[] {
  const draw = new Drawer(seed)
  const missed: string[] = []
  let wanted = 0
  const look = (provider: string, text: string, secret: string) => {
    wanted++
    const start = text.indexOf(secret)
    const isFound = find(text).some((span) => isMostOf(span, { start, end: start + secret.length }))
    if (!isFound) missed.push(provider)
  }
  for (const [provider, make] of Object.entries(makers)) {
    for (const place of places) {
      const secret = make(draw)
      look(provider, place(secret), secret)
    }
  }
  for (const [provider, make] of Object.entries(toldMakers)) {
    for (let time = 0; time < perProvider; time++) {
      const text = make(draw)
      look(provider, `${text}\n`, text.split(/[ ="]+/).findLast((word) => word !== '')!)
    }
  }
  const providers = Object.keys(makers).length + Object.keys(toldMakers).length
  return [recallLine({ wanted, missed, providers }), harmlessLine(draw, find)]
}

function recallLine({
  wanted,
  missed,
  providers,
}: {
  wanted: number
  missed: string[]
  providers: number
}): BenchLine {
  const byProvider = Object.fromEntries(
    [...Map.groupBy(missed, (name) => name)].map(([name, all]) => [name, all.length]),
  )
  return benchLine({
    bench: 'pii',
    case: 'secrets',
    metric: 'recall',
    unit: 'share',
    value: (wanted - missed.length) / wanted,
    budget: '>= 0.9',
    detail: { secrets: wanted, providers, missed: byProvider },
  })
}

function isMostOf(span: Span, place: { start: number; end: number }): boolean {
  const common = Math.min(span.end, place.end) - Math.max(span.start, place.start)
  // Of a connection string only the key is secret.
  return (
    (span.type === 'SECRET' || span.type === 'PASSWORD') &&
    common >= Math.min(24, (place.end - place.start) / 2)
  )
}

/** Random characters that everybody may see. */
const harmless: Readonly<Record<string, (draw: Drawer) => string>> = {
  'publishable key': (draw) => `Stripe('pk_live_${draw.of(base62, 24)}')`,
  uuid: (draw) => `request ${draw.uuid()} failed`,
  'git commit': (draw) => `see commit ${draw.of(hex, 40)}`,
  'subresource integrity': (draw) => `<script integrity="sha384-${draw.of(base64, 64)}" crossorigin>`,
  'lock file': (draw) => `"integrity": "sha512-${draw.of(base64, 86)}=="`,
  'entity tag': (draw) => `ETag: "${draw.of(hex, 32)}"`,
  'image digest': (draw) => `image: nginx@sha256:${draw.of(hex, 64)}`,
  chunk: (draw) => `/assets/main.${draw.of(hex, 20)}.chunk.js`,
  'data address': (draw) => `data:image/png;base64,iVBORw0KGgo${draw.of(base64, 600)}=`,
  'object of a payment service': (draw) =>
    `"customer": "cus_${draw.of(base62, 14)}", "intent": "pi_3${draw.of(base62, 23)}"`,
  'cloud account': (draw) => `arn:aws:iam::${draw.digits(12)}:role/deploy-Role${draw.digits(4)}`,
  'client id': (draw) => `${draw.digits(12)}-${draw.of(lower + digits, 32)}.apps.googleusercontent.com`,
  'video address': (draw) => `https://video.example/watch?v=${draw.of(url, 11)}`,
  'next page': (draw) => `next_page_token=${draw.of(url, 40)}`,
  'object in a store': (draw) =>
    `https://bucket.example/uploads/2026/${draw.of(hex, 32)}/Photo-${draw.digits(4)}.jpg`,
  'public key': (draw) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${draw.of(base64, 43)} anna@office`,
}

function harmlessLine(draw: Drawer, find: (text: string) => Span[]): BenchLine {
  const touched: string[] = []
  let texts = 0
  for (const [kind, make] of Object.entries(harmless)) {
    for (let time = 0; time < perProvider; time++) {
      texts++
      const text = make(draw)
      const found = find(text).filter(({ type }) => type === 'SECRET' || type === 'PASSWORD')
      touched.push(...found.map(({ start, end }) => `${kind}: ${text.slice(start, end)}`))
    }
  }
  return benchLine({
    bench: 'pii',
    case: 'secrets-harmless',
    metric: 'touched',
    unit: 'values',
    value: touched.length,
    budget: '<= 0',
    detail: { texts, touched },
  })
}

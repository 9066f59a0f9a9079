/** How those who serve an office (payment, mail, chat, CRM, AI assistants) write their tokens. */
import { type TokenFormat, tokenFormat } from './token-format.ts'

/** Sources: the providers' own pages on their keys; GitHub Docs, "Supported secret scanning patterns". */
const formats = `
  stripe-secret       sk_live_{w16-247}
  stripe-test         sk_test_{w16-247}
  stripe-restricted   rk_live_{w16-247}
  stripe-rk-test      rk_test_{w16-247}
  stripe-webhook      whsec_{b32-64}
  razorpay            rzp_live_{w14}
  razorpay-test       rzp_test_{w14}
  square-token        sq0atp-{s22}
  square-secret       sq0csp-{s43}
  square-access       EAAA{s60}
  shopify-access      shpat_{H32}
  shopify-custom      shpca_{H32}
  shopify-private     shppa_{H32}
  shopify-shared      shpss_{H32}
  flutterwave         FLWSECK-{h32}-X
  flutterwave-test    FLWSECK_TEST-{h32}-X
  plaid               access-production-{h8}-{h4}-{h4}-{h4}-{h12}
  plaid-sandbox       access-sandbox-{h8}-{h4}-{h4}-{h4}-{h12}
  duffel              duffel_live_{s43}
  duffel-test         duffel_test_{s43}
  easypost            EZAK{w54}
  easypost-test       EZTK{w54}
  shippo              shippo_live_{h40}
  shippo-test         shippo_test_{h40}
  lob                 live_{h35}
  slack-bot           xoxb-{d10-13}-{d10-13}-{w24}
  slack-bot-old       xoxb-{d8-14}-{w18-26}
  slack-user          xoxp-{d10-13}-{d10-13}-{d10-13}-{w28-34}
  slack-renewed       xoxe.xoxp-1-{s100-200}
  slack-renewed-bot   xoxe.xoxb-1-{s100-200}
  slack-refresh       xoxe-1-{s100-200}
  slack-app           xapp-1-{u9-12}-{d10-13}-{h64}
  slack-legacy        xoxs-{d9-13}-{d9-13}-{d9-13}-{w10-64}
  slack-workspace     xoxa-2-{s20-200}
  slack-webhook       hooks.slack.com/services/T{u8-12}/B{u8-12}/{w20-26}
  discord-m           M{s23-27}.{s6}.{s27-38}
  discord-n           N{s23-27}.{s6}.{s27-38}
  discord-o           O{s23-27}.{s6}.{s27-38}
  discord-webhook     discord.com/api/webhooks/{d17-20}/{s60-80}
  discordapp-webhook  discordapp.com/api/webhooks/{d17-20}/{s60-80}
  zapier-webhook      hooks.zapier.com/hooks/catch/{d5-12}/{w5-12}
  twilio-key          SK{h32}
  sendgrid            SG.{s22}.{s43}
  mailgun             key-{h32}
  mailgun-new         {h32}-{h8}-{h8}
  mailchimp           {h32}-us{d1-2}
  mandrill            md-{s22}
  brevo               xkeysib-{h64}-{w16}
  brevo-smtp          xsmtpsib-{h64}-{w16}
  resend              re_{w6-10}_{w20-26}
  hubspot             pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}
  hubspot-2           pat-na2-{h8}-{h4}-{h4}-{h4}-{h12}
  hubspot-eu          pat-eu1-{h8}-{h4}-{h4}-{h4}-{h12}
  typeform            tfp_{s40-59}
  linear              lin_api_{w40}
  linear-oauth        lin_oauth_{h64}
  notion              ntn_{w40-50}
  notion-old          secret_{w43}
  airtable            pat{w14}.{h64}
  figma               figd_{s40-48}
  figma-oauth         figu_{s40-48}
  contentful          CFPAT-{s43}
  frameio             fio-u-{s64}
  dropbox             sl.{s130-1400}
  dropbox-user        sl.u.{s100-1400}
  linkedin            WPL_AP1.{w16}
  facebook            EAA{w90-400}
  twitter-bearer      AAAAAAAAAAAAAAAAAAAAA{w20-200}
  mapbox-secret       sk.eyJ{s40-200}.{s22}
  openai-project      sk-proj-{s40-200}
  openai-service      sk-svcacct-{s40-200}
  openai-admin        sk-admin-{s40-200}
  openai-none         sk-None-{s40-200}
  anthropic           sk-ant-{s40-200}
  openrouter          sk-or-v1-{h64}
  langfuse            sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}
  openai              sk-{w32-64}
  huggingface         hf_{w30-40}
  huggingface-org     api_org_{w34}
  replicate           r8_{w37-40}
  groq                gsk_{w48-56}
  perplexity          pplx-{w48-64}
  xai                 xai-{w70-90}
  together            tgp_v1_{s43}
  fireworks           fw_{w22-40}
  nvidia              nvapi-{s60-70}
  langsmith           lsv2_pt_{h32}_{h10}
  langsmith-service   lsv2_sk_{h32}_{h10}
  elevenlabs          sk_{h48}
  pinecone            pcsk_{w5-6}_{w60-66}
  tavily              tvly-{w28-36}
  firecrawl           fc-{h32}
`

export const officeTokens: readonly TokenFormat[] = formats
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => tokenFormat(line))

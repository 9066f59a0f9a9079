/** Makes the proxy's own pages: the PAC file, the certificates in every form, and the page that sets a machine up. */
import { Buffer } from 'node:buffer'
import { checkPath } from '../setup/checks.ts'
import { firefoxPolicies } from '../setup/firefox.ts'
import { appleProfile, profileContentType } from '../setup/mobileconfig.ts'
import { checkAnswer, checkAnswerHeaders } from './check-answer.ts'
import { checkPage, checkPageHeaders } from './check-page.ts'
import { checkScript } from './check-script.ts'
import { onboardingHeaders, onboardingPage } from './onboarding.ts'
import { type OwnPageFacts, pacFor, setupFacts } from './own-page-facts.ts'
import { pacContentType } from './pac.ts'

/** What a client asked for, and who it is. */
export interface OwnPageRequest {
  path: string
  /** The Host field, as it came. */
  hostField: string
  /** The client's address. */
  client: string
  /** Milliseconds since 1970. */
  now: number
}

interface Page {
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}

/** The page that was asked for; null where there is none. */
export function ownPage(facts: OwnPageFacts, asked: OwnPageRequest): Page | null {
  switch (asked.path) {
    case '/':
      return onboarding(facts, asked.hostField)
    case '/proxy.pac':
    case '/wpad.dat':
      return page(pacContentType, pacFor(facts, asked))
    case '/gatehouse-ca.pem':
      return page('application/x-pem-file', facts.bundle)
    case '/interception.der':
      return certificate('interception', facts)
    case '/office.der':
      return certificate('office', facts)
    case '/gatehouse.mobileconfig':
      return page(profileContentType, appleProfile(facts))
    case '/firefox-policies.json':
      return page('application/json', firefoxPolicies(setupFacts(facts, asked.hostField).pacUrl))
    case '/check':
      return check(facts, asked)
    case '/check.js':
      return page('text/javascript; charset=utf-8', checkScript)
    case checkPath:
      return { headers: checkAnswerHeaders, body: checkAnswer }
    default:
      return null
  }
}

/** `.crt` is the name under which Windows and Android offer to install a DER certificate. */
function certificate(kind: 'interception' | 'office', facts: OwnPageFacts): Page {
  const { headers, body } = page('application/x-x509-ca-cert', Buffer.from(facts[kind].certificate, 'base64'))
  const disposition = `attachment; filename="gatehouse-${kind}.crt"`
  return { headers: { ...headers, 'content-disposition': disposition }, body }
}

function page(contentType: string, body: string | Buffer): Page {
  return {
    headers: {
      'content-type': contentType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  }
}

function check(facts: OwnPageFacts, { hostField, now }: OwnPageRequest): Page {
  const { officeName, contact } = facts
  const body = checkPage({ officeName, contact, facts: setupFacts(facts, hostField), now })
  return { headers: checkPageHeaders, body }
}

function onboarding(facts: OwnPageFacts, hostField: string): Page {
  const filledIn = setupFacts(facts, hostField)
  const body = onboardingPage({
    officeName: facts.officeName,
    contact: facts.contact,
    facts: filledIn,
    hasTroublePage: facts.reviewsAt !== null,
    fingerprints: { interception: facts.interception.fingerprint, office: facts.office.fingerprint },
  })
  return { headers: onboardingHeaders, body }
}

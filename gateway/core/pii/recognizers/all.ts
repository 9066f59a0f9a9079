/** Lists every recognizer there is, per trigger in the order of certainty: the first that finds something is right. */
import { ageKey } from './age-key.ts'
import { card } from './card.ts'
import { email } from './email.ts'
import { iban } from './iban.ts'
import { ipv4 } from './ipv4.ts'
import { ipv6 } from './ipv6.ts'
import { pemKey } from './pem-key.ts'
import { phone } from './phone.ts'
import { puttyKey } from './putty-key.ts'
import type { Recognizer } from './recognizer.ts'
import { usSsn } from './us-ssn.ts'

export const recognizers: readonly Recognizer[] = [
  email,
  iban,
  card,
  ipv4,
  usSsn,
  phone,
  ipv6,
  pemKey,
  puttyKey,
  ageKey,
]

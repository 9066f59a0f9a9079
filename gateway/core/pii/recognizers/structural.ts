/** Lists the recognizers of numbers and addresses that carry their own proof, per trigger in the order of certainty. */
import { bankAccount } from './bank-account.ts'
import { card } from './card.ts'
import { cardTrack } from './card-track.ts'
import { cryptoWallet } from './crypto-wallet.ts'
import { dateOfBirth } from './date-of-birth.ts'
import { domesticAccount } from './domestic-account.ts'
import { email } from './email.ts'
import { iban } from './iban.ts'
import { imei } from './imei.ts'
import { ipv4 } from './ipv4.ts'
import { ipv6 } from './ipv6.ts'
import { letteredAccount } from './lettered-account.ts'
import { plateRecognizers } from './license-plate.ts'
import { macRecognizers } from './mac.ts'
import { phone } from './phone.ts'
import type { Recognizer } from './recognizer.ts'
import { urlLogin } from './url-login.ts'
import { usSsn } from './us-ssn.ts'
import { vinRecognizers } from './vin.ts'

export const structuralRecognizers: readonly Recognizer[] = [
  urlLogin,
  email,
  dateOfBirth,
  cryptoWallet,
  iban,
  domesticAccount,
  card,
  cardTrack,
  imei,
  ipv4,
  usSsn,
  bankAccount,
  letteredAccount,
  ...vinRecognizers,
  ...macRecognizers,
  ...plateRecognizers,
  phone,
  ipv6,
]

/** All messages in French. */
import type { Catalogue } from '../catalogues.ts'
import { account } from './fr/account.ts'
import { clients } from './fr/clients.ts'
import { live } from './fr/live.ts'
import { policies } from './fr/policies.ts'
import { problems } from './fr/problems.ts'
import { reasons } from './fr/reasons.ts'
import { reviews } from './fr/reviews.ts'
import { session } from './fr/session.ts'
import { shell } from './fr/shell.ts'
import { system } from './fr/system.ts'
import { today } from './fr/today.ts'
import { words } from './fr/words.ts'

export const fr = {
  ...shell,
  ...today,
  ...live,
  ...clients,
  ...session,
  ...account,
  ...problems,
  ...reviews,
  ...policies,
  ...system,
  ...words,
  ...reasons,
} satisfies Catalogue

/** All messages in Spanish. */
import type { Catalogue } from '../catalogues.ts'
import { account } from './es/account.ts'
import { clients } from './es/clients.ts'
import { live } from './es/live.ts'
import { policies } from './es/policies.ts'
import { problems } from './es/problems.ts'
import { reasons } from './es/reasons.ts'
import { reviews } from './es/reviews.ts'
import { session } from './es/session.ts'
import { shell } from './es/shell.ts'
import { system } from './es/system.ts'
import { today } from './es/today.ts'
import { words } from './es/words.ts'

export const es = {
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

/** All messages in German. */
import type { Catalogue } from '../catalogues.ts'
import { account } from './de/account.ts'
import { clients } from './de/clients.ts'
import { live } from './de/live.ts'
import { policies } from './de/policies.ts'
import { problems } from './de/problems.ts'
import { reasons } from './de/reasons.ts'
import { reviews } from './de/reviews.ts'
import { session } from './de/session.ts'
import { shell } from './de/shell.ts'
import { system } from './de/system.ts'
import { today } from './de/today.ts'
import { words } from './de/words.ts'

export const de = {
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

/** All messages in English, which the other languages are measured against. */
import { account } from './en/account.ts'
import { clients } from './en/clients.ts'
import { live } from './en/live.ts'
import { policies } from './en/policies.ts'
import { problems } from './en/problems.ts'
import { reasons } from './en/reasons.ts'
import { reviews } from './en/reviews.ts'
import { session } from './en/session.ts'
import { shell } from './en/shell.ts'
import { system } from './en/system.ts'
import { today } from './en/today.ts'
import { words } from './en/words.ts'

export const en = {
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
} as const

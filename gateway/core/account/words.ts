/** Says roles of accounts, and what each is for, in words for people. */
import type { AccountRole } from './account.ts'

export const roleWords: Readonly<Record<AccountRole, string>> = {
  owner: 'Owner',
  contractor: 'IT contractor',
  'privacy-lead': 'Privacy lead',
  auditor: 'Auditor',
  staff: 'Staff',
}

export const roleMeans: Readonly<Record<AccountRole, string>> = {
  owner: 'You may read everything that pages and API show, and change what they change.',
  contractor:
    'You may read how the box, its devices and its traffic are, not what is kept of people and not who has access. You answer reviews, proposals and alarms, change the policy, decide about machines, and revoke devices.',
  'privacy-lead':
    'You may read what left, what is kept and what was destroyed, not how devices and machines are. You answer reviews, acknowledge alarms, and set and release holds.',
  auditor: 'You may read everything that pages and API show, and change nothing.',
  staff: 'You may see your own account, and nothing of others.',
}

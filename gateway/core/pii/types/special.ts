/** Entity types of the special categories of personal data (GDPR Art. 9). */
import type { EntityDescription } from '../entity.ts'

export const specialTypes = {
  HEALTH: { title: 'health', class: 'special', person: false, normal: 'words' },
  BIOMETRIC: { title: 'biometric data', class: 'special', person: false, normal: 'words' },
  RELIGION: { title: 'religion or belief', class: 'special', person: false, normal: 'words' },
  UNION: { title: 'trade-union membership', class: 'special', person: false, normal: 'words' },
  ORIENTATION: { title: 'sexual life or orientation', class: 'special', person: false, normal: 'words' },
  ORIGIN: { title: 'racial or ethnic origin', class: 'special', person: false, normal: 'words' },
  POLITICS: { title: 'political opinion', class: 'special', person: false, normal: 'words' },
} as const satisfies Record<string, EntityDescription>

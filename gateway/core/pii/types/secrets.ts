/** Entity types that open something to whoever holds them. */
import type { EntityDescription } from '../entity.ts'

export const secretTypes = {
  PRIVATE_KEY: { title: 'private key', class: 'secret', person: false, normal: 'key' },
  SECRET: { title: 'key or token of a service', class: 'secret', person: false, normal: 'exact' },
  PASSWORD: { title: 'password', class: 'secret', person: false, normal: 'exact' },
} as const satisfies Record<string, EntityDescription>

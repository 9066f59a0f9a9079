/** The table of originals as kysely's types; migrations 0013, 0016 and 0017 say what it is for. */
import type { WhyNone } from '../core/original/original.ts'

export interface OriginalsSchema {
  original: OriginalTable
}

export interface OriginalTable {
  id: string
  hour: string
  at: number
  client: string
  scheme: 'http' | 'https'
  destination: string
  port: number
  method: string
  path: string
  /** Joined by commas. */
  types: string
  bytes: number
  /** Of the file; 0 where there is none. */
  sealed_bytes: number
  header: Buffer | null
  mark: string | null
  why: WhyNone | null
  resent_at: number | null
  /** Empty for what was kept before anybody asked. */
  worker: string
  /** 1 while its file is not on the disk; what opens it stays. */
  missing: 0 | 1
}

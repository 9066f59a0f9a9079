/** The facts a policy is asked with, and the closed set of answers it gives. */
import type { FieldOrder } from '../content/inspector.ts'
import type { JournalFinding, VerdictAction, VerdictReason } from '../journal.ts'
import type { EntityType, Operator } from '../pii/entity.ts'

/** What is known before TLS ends. `at` is milliseconds since 1970, `host` a lower-case name or a bare address. */
export interface ConnectionFacts {
  client: string
  host: string
  port: number
  at: number
}

/** What is known once a request's head was read. */
export interface ExchangeFacts extends ConnectionFacts {
  method: string
  /** Path without query. */
  path: string
  /** Media type in lower case without parameters; '' where there is none. */
  contentType: string
}

export interface ConnectionDecision {
  action: 'intercept' | 'tunnel' | 'refuse'
  ruleId: string
  /** True where the rule says `refuse` but mode `observe` made it a tunnel. */
  observed: boolean
  /** The list of trackers that names the host, where that is why it is refused; `ruleId` is then `list:` and this name. */
  list?: string
  /** The review whose answer made it a tunnel: it counts for a while alone. */
  review?: string
}

/** One exchange rule, made ready for the hot path. */
export interface ExchangeRule {
  readonly id: string
  readonly purpose: string | null
  operatorFor(type: EntityType): Operator
  /** True for a type that leaves changed or not at all, also where a change would break the request; absent: for none. */
  mustChange?(type: EntityType): boolean
  readonly fields: { readonly drop: readonly string[]; readonly keep: readonly string[] }
  /** What `fields` say of one key path. */
  fieldOrder(path: string): FieldOrder
  /** False where `fields` name nothing: then nobody needs to ask. */
  readonly namesFields: boolean
  /** Not decodable, unknown coding, analyzer failed, Upgrade, not TLS. */
  readonly onFailure: 'refuse' | 'pass'
  /** Content of a type that is not understood: images, archives, office files. */
  readonly onOpaque: 'refuse' | 'pass'
  /** The body is bound by a signature and would change. */
  readonly onSigned: 'refuse' | 'pass'
  /** Longer than the hold limit. */
  readonly onLarge: 'stream' | 'refuse'
  /** More distinct persons than this in one exchange, or in one hour from one client to one destination, refuse it; null: no bound. */
  readonly maxPersons: number | null
  /** What is found with a lower score is recorded and kept, whatever its type, and is no person to be counted. */
  readonly minScore: number
  /** Whether tokens in answers become values again. */
  readonly restore: boolean
  /** True where any operator needs a key: `hash`, `tokenize`, `fpe`. */
  readonly needsKeys: boolean
  /** Whether `Via` is added on intercepted HTTPS. */
  readonly via: boolean
  /** What is done with files. */
  readonly files: {
    /** Whether it is taken out of office files and images who made them, where and with what. */
    readonly metadata: 'strip' | 'keep'
    /** How deep files are looked for that stand in JSON as Base64. */
    readonly base64Depth: number
  }
  /**
   * The four `on…` as the policy file has them. In mode `observe` those above let everything pass, so that nothing has
   * to ask for the mode; these say what would have happened. In mode `enforce` they are the same.
   */
  readonly written: Pick<ExchangeRule, 'onFailure' | 'onOpaque' | 'onSigned' | 'onLarge'>
}

/** The state of one exchange's judgement; `core/policy/judge.ts` makes it. In mode `observe`: what would have happened. */
export interface Judgement {
  action: Extract<VerdictAction, 'pass' | 'transform' | 'refuse'>
  reason: VerdictReason
  /** True where mode `observe` kept the action from being carried out: everything left as it came. */
  observed: boolean
  /** What was found, at most `maxJournalFindings`; counts count all. */
  findings: readonly JournalFinding[]
  findingCounts: Readonly<Partial<Record<EntityType, number>>>
  /** How far it was looked into (`looked.ts`); absent where that is put together of several. */
  looked?: string
}

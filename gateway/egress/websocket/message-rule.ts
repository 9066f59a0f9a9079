/** Names what one message of a WebSocket is judged by. */
import type { JudgeOptions } from '../../core/policy/judge-options.ts'
import type { PersonCounter } from '../../core/policy/persons.ts'
import type { ExchangeRule } from '../../core/policy/verdict.ts'
import type { WayTokens } from '../way-tokens.ts'

export interface MessageRule {
  rule: ExchangeRule
  persons: PersonCounter
  tokens: WayTokens | null
  judgeOptions: JudgeOptions
}

/** Makes one rule of a policy file ready to be carried out: every type has its operator, every failure its answer. */
import {
  type EntityDescription,
  type EntityType,
  entityTypeNames,
  entityTypes,
  type Operator,
} from '../pii/entity.ts'
import type { Catalogue } from './catalogue.ts'
import { namesEchoOnly, needsKeys, tokenizes } from './echo.ts'
import { compileFields } from './fields.ts'
import {
  type ConnectionRuleSource,
  defaultBase64Depth,
  type ExchangeRuleSource,
  type PolicyFile,
} from './model.ts'
import type { ConnectionDecision, ExchangeRule } from './verdict.ts'

export function compileRule(
  rule: ExchangeRuleSource,
  mode: PolicyFile['mode'],
  catalogue: Catalogue,
): ExchangeRule {
  const fields = rule.fields ?? { drop: [], keep: [] }
  const written = {
    onFailure: rule.onFailure,
    onOpaque: rule.onOpaque ?? rule.onFailure,
    onSigned: rule.onSigned,
    onLarge: rule.onLarge,
  }
  const lenient = { onFailure: 'pass', onOpaque: 'pass', onSigned: 'pass', onLarge: 'stream' } as const
  const table = Object.fromEntries(
    entityTypeNames.map((type) => [type, operatorOf(rule.entities, type)]),
  ) as Record<EntityType, Operator>
  return {
    id: rule.id,
    purpose: rule.purpose,
    operatorFor: (type) => table[type],
    fields,
    fieldOrder: compileFields(fields),
    namesFields: fields.drop.length + fields.keep.length > 0,
    ...(mode === 'observe' ? lenient : written),
    maxPersons: rule.maxPersons,
    minScore: rule.minScore,
    restore: rule.restore ?? (tokenizes(rule) && namesEchoOnly(rule.match, catalogue)),
    files: {
      metadata: rule.files?.metadata ?? (namesEchoOnly(rule.match, catalogue) ? 'strip' : 'keep'),
      base64Depth: rule.files?.base64Depth ?? defaultBase64Depth,
    },
    needsKeys: needsKeys(rule),
    via: rule.via,
    written,
  }
}

/** Mode `observe` must change nothing: what would be refused is let through unread, and said to have been. */
export function compileDecision(rule: ConnectionRuleSource, mode: PolicyFile['mode']): ConnectionDecision {
  const observed = mode === 'observe' && rule.action === 'refuse'
  return { action: observed ? 'tunnel' : rule.action, ruleId: rule.id, observed }
}

/** What a rule says of a type itself, else of the type that it is a kind of, else of its class, else of all. */
function operatorOf(entities: ExchangeRuleSource['entities'], type: EntityType): Operator {
  const { class: dataClass, kindOf }: EntityDescription = entityTypes[type]
  const general = kindOf === undefined ? undefined : entities[kindOf as EntityType]
  return entities[type] ?? general ?? entities[`class:${dataClass}`] ?? entities['*']
}

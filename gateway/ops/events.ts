/** The closed list of what Gatehouse writes to its log, and which facts each line may carry. */
import { devicesEvents } from './log-events/devices.ts'
import { gatewayEvents } from './log-events/gateway.ts'
import { keepingEvents } from './log-events/keeping.ts'
import type { EventShape, FieldKind } from './log-events/shape.ts'

/** Every event: stable name → level, sentence and allowed fields. An error may be added to any of them. */
export const logEvents = {
  ...gatewayEvents,
  ...keepingEvents,
  ...devicesEvents,
} as const satisfies Record<string, EventShape>

export type LogEventName = keyof typeof logEvents

type FieldValue<K extends FieldKind> = K extends 'number' ? number : K extends 'flag' ? boolean : string

/** The facts that event `E` may carry; each may be left out. */
export type LogFields<E extends LogEventName> = {
  [F in keyof (typeof logEvents)[E]['fields']]?: (typeof logEvents)[E]['fields'][F] extends FieldKind
    ? FieldValue<(typeof logEvents)[E]['fields'][F]>
    : never
}

/** Hears of exchanges as they are made (server-sent events), and says when it does not. */
import { useEffect, useEffectEvent, useState } from 'react'
import { ask } from './ask.ts'
import type { Exchange, OwnAccount } from './types.ts'

/** After a stream that the browser gave up; one that was only cut off comes back by itself. */
const retryMs = 5_000

export interface LiveListener {
  exchange(record: Exchange): void
  /** Some were made meanwhile that nobody told of. */
  gap(): void
}

/** True while it hears. */
export function useLiveExchanges({ exchange, gap }: LiveListener): boolean {
  const [isOpen, tell] = useState(true)
  const onExchange = useEffectEvent(exchange)
  const onGap = useEffectEvent(gap)
  useEffect(() => {
    let source: EventSource | null = null
    let retry: ReturnType<typeof setTimeout> | undefined
    const left = new AbortController()
    // A stream says nothing of why: asking for anything else leads to the sign-in where that is why, and waits for it.
    const again = async () => {
      await ask<OwnAccount>('account', left.signal).catch(() => {})
      if (left.signal.aborted) return
      retry = setTimeout(() => {
        onGap()
        listen()
      }, retryMs)
    }
    const listen = () => {
      source = new EventSource('/api/v1/journal/stream')
      source.addEventListener('open', () => tell(true))
      source.addEventListener('exchange', (event: MessageEvent<string>) =>
        onExchange(JSON.parse(event.data) as Exchange),
      )
      source.addEventListener('gap', () => onGap())
      source.addEventListener('error', () => {
        tell(false)
        if (source?.readyState === EventSource.CLOSED) void again()
      })
    }
    listen()
    return () => {
      left.abort()
      clearTimeout(retry)
      source?.close()
    }
  }, [])
  return isOpen
}

/** The time of this browser, moved on every half minute: times of today and the day itself are told by it. */
import { useEffect, useState } from 'react'

const stepMs = 30_000

export function useNow(): number {
  const [now, set] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), stepMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

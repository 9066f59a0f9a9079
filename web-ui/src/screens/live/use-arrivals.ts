/** Gathers what comes in while the list is looked at: shown at once, or counted while it is held. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLiveExchanges } from '../../api/live-exchanges.ts'
import type { Exchange } from '../../api/types.ts'
import { type Filters, matches } from './filters.ts'

/** More than a person reads at once; the list itself has the others. */
const most = 300

export interface Arrivals {
  /** Newest first. */
  shown: readonly Exchange[]
  waiting: number
  isHeld: boolean
  isOpen: boolean
  hold(): void
  goOn(): void
}

interface State {
  /** Of which list these are: another one begins with none. */
  of: string
  shown: readonly Exchange[]
  held: readonly Exchange[] | null
}

/** `list` names what is looked at: filters and page together. */
export function useArrivals(filters: Filters, list: string): Arrivals {
  const queries = useQueryClient()
  const [state, set] = useState<State>({ of: list, shown: [], held: null })
  const current = state.of === list ? state : { of: list, shown: [], held: state.held === null ? null : [] }
  const isOpen = useLiveExchanges({
    exchange(record) {
      if (!matches(record, filters)) return
      set((before) => {
        const { held, shown } = before.of === list ? before : current
        return held === null
          ? { of: list, shown: [record, ...shown].slice(0, most), held }
          : { of: list, shown, held: [record, ...held].slice(0, most) }
      })
    },
    gap: () => void queries.invalidateQueries({ queryKey: ['journal'] }),
  })
  const { shown, held } = current
  return {
    shown,
    isOpen,
    waiting: held?.length ?? 0,
    isHeld: held !== null,
    hold: () => set({ of: list, shown, held: [] }),
    goOn: () => set({ of: list, shown: [...(held ?? []), ...shown].slice(0, most), held: null }),
  }
}

/** Carries out what a person decides: says what came of it, offers to take it back, and shows anew what it changed. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { useNews } from './news.tsx'
import { changeProblemWords } from './problem-words.ts'

export interface Deed<Result> {
  /** Of the control that was used: it is busy meanwhile. */
  name: string
  run(): Promise<Result>
  done(result: Result): Told
  /** Shows it before it is done; gives the way back. For what harms nobody where it then fails. */
  ahead?(): () => void
}

export interface Told {
  text: string
  /** What takes it back. */
  undo?: Deed<unknown>
}

export interface Deeds {
  /** The control that is busy. */
  busy: string | null
  /** True once it is done; whatever fails is said. */
  carryOut<Result>(deed: Deed<Result>): Promise<boolean>
}

/** `touched`: questions whose answers are others afterwards, also after a failure, as what was shown may be old. */
export function useDeeds(touched: readonly QueryKey[]): Deeds {
  const { t } = useI18n()
  const queries = useQueryClient()
  const tell = useNews()
  const [busy, setBusy] = useState<string | null>(null)
  async function carryOut<Result>(deed: Deed<Result>): Promise<boolean> {
    setBusy(deed.name)
    const takeAway = deed.ahead?.()
    const isDone = await attempt(deed)
    if (!isDone) takeAway?.()
    await Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey })))
    setBusy(null)
    return isDone
  }
  async function attempt<Result>(deed: Deed<Result>): Promise<boolean> {
    try {
      const { text, undo } = deed.done(await deed.run())
      tell({ text, undo: undo === undefined ? undefined : () => void carryOut(undo) })
      return true
    } catch (error) {
      const { title, hint } = changeProblemWords(error as Error, t)
      tell({ text: hint === undefined ? title : `${title} ${hint}`, isFailed: true })
      return false
    }
  }
  return { busy, carryOut }
}

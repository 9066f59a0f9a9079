/** Stands before all screens: whoever is not signed in signs in here, and finds the screen as it was left. */
import './gate.css'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { accountQuery } from '../api/queries.ts'
import { sessionBegan, useIsSignedOut } from '../api/session.ts'
import type { Language } from '../i18n/catalogues.ts'
import { addressOf, goTo, usePlace } from '../router/router.tsx'
import { type SignedIn, SignIn } from './sign-in.tsx'
import { doorName } from './sign-out.ts'

export interface GateProps {
  chooseLanguage(language: Language): void
  children: ReactNode
}

/**
 * What was shown stays there unseen, with what was typed, for the same person alone. Where to go on is never read from an
 * address: so nobody is led anywhere else.
 */
export function Gate({ chooseLanguage, children }: GateProps) {
  const isOut = useIsSignedOut()
  const isAtDoor = usePlace().screen === doorName
  const queries = useQueryClient()
  const [people, count] = useState(0)
  const known = queries.getQueryData(accountQuery.queryKey)
  useKeptFocus(isOut)
  const letIn = ({ name, role }: SignedIn) => {
    if (known !== undefined && (known.account?.name !== (name ?? undefined) || known.role !== role)) {
      queries.clear()
      count(people + 1)
    }
    if (isAtDoor) goTo(addressOf('today'), { replace: true })
    sessionBegan()
    void queries.invalidateQueries()
  }
  return (
    <>
      {isAtDoor ? null : (
        <div key={people} className={isOut ? 'kept' : undefined} inert={isOut}>
          {children}
        </div>
      )}
      {isOut || isAtDoor ? (
        <SignIn isBack={known !== undefined && !isAtDoor} letIn={letIn} chooseLanguage={chooseLanguage} />
      ) : null}
    </>
  )
}

/** Whoever comes back stands where he stood. */
function useKeptFocus(isOut: boolean): void {
  const stood = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (isOut) stood.current = document.activeElement
    else if (stood.current instanceof HTMLElement) stood.current.focus({ preventScroll: true })
  }, [isOut])
}

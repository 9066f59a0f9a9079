/** What a client is called by whom its address belongs to now; the address alone where nobody knows. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { accountQuery, clientsQuery } from '../api/queries.ts'
import { mayRead } from '../api/roles.ts'

/** `Front desk (192.168.1.20)`. Asks only where the role may know. */
export function useClientNames(): (client: string) => string {
  const { data: account } = useQuery(accountQuery)
  const { data } = useQuery({ ...clientsQuery, enabled: mayRead(account?.role, 'clients') })
  return useMemo(() => {
    const names = new Map(
      (data?.clients ?? []).flatMap(({ name, addresses, contested }) =>
        name === null
          ? []
          : addresses.filter((each) => !contested.includes(each)).map((each) => [each, name] as const),
      ),
    )
    return (client) => (names.has(client) ? `${names.get(client)} (${client})` : client)
  }, [data])
}

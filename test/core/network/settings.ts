/** Settings of a small office for tests, to be changed in parts. */
import { defaultRouting, type NetworkSettings } from '../../../gateway/core/network/model.ts'

export function settingsWith(changes: Partial<NetworkSettings> = {}): NetworkSettings {
  return {
    listenerPort: 3129,
    way: 'two-port',
    interfaces: ['eth1'],
    groups: [
      { name: 'desks', networks: ['192.168.7.0/24'], web: 'intercept', whenDown: 'closed', refuse: ['ssh'] },
      {
        name: 'guests',
        networks: ['192.168.9.0/24', 'fd00:9::/64'],
        web: 'guest',
        whenDown: 'closed',
        refuse: [],
      },
    ],
    others: { web: 'tunnel', whenDown: 'closed', refuse: [] },
    machines: [],
    masquerade: false,
    routing: defaultRouting,
    ...changes,
  }
}

/** Says what is done against trackers, and what becomes of one host. */
import type { Api } from '../api.ts'
import { trackerAnswer, trackerQuestion, trackerStatus } from '../schemas/trackers.ts'
import type { TrackerServices } from '../services/trackers.ts'

export function trackerRoutes(api: Api, { trackers }: TrackerServices): void {
  api.get(
    '/api/v1/trackers',
    {
      schema: {
        summary: 'What is done against trackers, and what it came to',
        response: { 200: trackerStatus },
      },
    },
    () => trackers.status(),
  )
  api.post(
    '/api/v1/trackers/test',
    {
      schema: {
        summary: 'What becomes of a host; nothing is sent',
        body: trackerQuestion,
        response: { 200: trackerAnswer },
      },
    },
    async (request) => trackers.test(request.body),
  )
}

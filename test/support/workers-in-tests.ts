/** Lets the tests of the whole gateway run with workers, too: `TEST_PROXY_WORKERS=2`. */

/** 0, all in one process, unless the environment says otherwise. */
export const workersInTests = Number(process.env.TEST_PROXY_WORKERS ?? 0)

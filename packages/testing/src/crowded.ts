import { availableParallelism, loadavg } from 'node:os'

/**
 * How many times more there is to do on this machine than it can do at once, at least 1. What is promised in seconds is promised for a machine
 * that has room for it: where there is none, it takes as many times longer.
 */
export function crowded(): number {
	const [lastMinute = 0] = loadavg()
	return Math.max(1, lastMinute / availableParallelism())
}

/**
 * A process that joins an operation as so many clients, some at a time, and stays with it. What is loaded is not unpacked, only the end that
 * says which load it is. Told and asked by `join.ts`.
 */
import { join, leave } from './joining.ts'
import type { JoinPlan } from './joining.ts'

export type Joined = { readonly ms: readonly number[]; readonly bytes: number }

async function joinAll(plan: JoinPlan): Promise<Joined> {
	const ms: number[] = []
	let bytes = 0
	let left = plan.clients
	const joinSome = async (): Promise<void> => {
		while (left-- > 0) {
			const joined = await join(plan)
			ms.push(joined.ms)
			bytes += joined.bytes
		}
	}
	await Promise.all(Array.from({ length: plan.atOnce }, joinSome))
	return { ms, bytes }
}

process.on('message', (order: { readonly join: JoinPlan } | { readonly leave: true }) => {
	if ('leave' in order) {
		leave()
		process.send?.({ left: true })
		return
	}
	joinAll(order.join).then(
		(joined) => process.send?.(joined),
		(error: unknown) => process.send?.({ failed: String(error) }),
	)
})
process.on('disconnect', () => process.exit())

import { readFirstSteps } from './first-steps.ts'
import type { FirstSteps, Step } from './first-steps.ts'
import { store } from './store.ts'

const KEY = 'lagebild.first-steps'

export function recallFirstSteps(): void {
	store.setState({ firstSteps: readFirstSteps(localStorage.getItem(KEY)) })
}

function keepFirstSteps(firstSteps: FirstSteps): void {
	localStorage.setItem(KEY, JSON.stringify(firstSteps))
	store.setState({ firstSteps })
}

/** `credential`: of the account that was made this moment. */
export function takeStep(step: Step, state: FirstSteps['state'] = 'open', credential = accountNow()): void {
	keepFirstSteps({ step, state, ...(credential !== undefined && { credential }) })
}

function accountNow(): string | undefined {
	const { session } = store.getState()
	return session.state === 'in' && session.account ? session.grant.credential : undefined
}

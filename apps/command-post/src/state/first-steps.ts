import type { Facts, Session } from './facts.ts'

export type Step = 1 | 2 | 3

/** How far somebody has come. Until there is an account nobody can be told from another, and what was put off is put off for this browser. */
export type FirstSteps = { readonly step: Step; readonly state: 'open' | 'later' | 'done'; readonly credential?: string }

const STEPS = [1, 2, 3] as const
const STATES = ['open', 'later', 'done'] as const

export function readFirstSteps(text: string | null): FirstSteps | undefined {
	try {
		const value: unknown = JSON.parse(text ?? 'null')
		if (typeof value !== 'object' || value === null) return undefined
		const { step, state, credential }: { step?: unknown; state?: unknown; credential?: unknown } = value
		const known = { step: STEPS.find((one) => one === step), state: STATES.find((one) => one === state) }
		if (known.step === undefined || known.state === undefined) return undefined
		return { step: known.step, state: known.state, ...(typeof credential === 'string' && { credential }) }
	} catch {
		return undefined
	}
}

type Here = Pick<Facts, 'session' | 'firstSteps'>

/** Where this person goes on with the first steps, done or put off; undefined: they are not this person's. */
function own({ session, firstSteps }: Here): FirstSteps | undefined {
	if (session.state !== 'in' || session.offline) return undefined
	const { credential } = session.grant
	if (firstSteps?.credential === credential) return firstSteps
	if (!isFirst(session)) return undefined
	return firstSteps?.credential === undefined && firstSteps?.state === 'later' ? firstSteps : { step: 1, state: 'open' }
}

/** By the link of the first start, and nobody has an account yet. */
function isFirst(session: Extract<Session, { state: 'in' }>): boolean {
	return session.firstRun && session.account === undefined && session.grant.credential.startsWith('link-')
}

/** The step to be shown now. */
export function stepNow(facts: Here): Step | undefined {
	const steps = own(facts)
	return steps?.state === 'open' ? steps.step : undefined
}

/** The step that was put off and can be gone on with. */
export function stepLeft(facts: Here): Step | undefined {
	const steps = own(facts)
	return steps?.state === 'later' ? steps.step : undefined
}

import { useEffect, useState } from 'react'

/** Longest time between the two strikes that a glove or a wet screen makes of one press, in milliseconds. */
const REBOUND_MS = 600

type Rest = { readonly isResting: boolean; readonly once: (then: () => void) => void }

/**
 * A rest after each press. Where a button turns into its opposite, or the next step takes its place under the finger, the second strike
 * of a press would say what nobody meant.
 */
export function useRest(): Rest {
	const [isResting, setResting] = useState(false)
	useEffect(() => {
		if (!isResting) return
		const timer = setTimeout(() => setResting(false), REBOUND_MS)
		return () => clearTimeout(timer)
	}, [isResting])
	const once = (then: () => void): void => {
		if (isResting) return
		setResting(true)
		then()
	}
	return { isResting, once }
}

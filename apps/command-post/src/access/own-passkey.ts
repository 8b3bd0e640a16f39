import { agentOf } from './agent-text.ts'
import { keepPasskey, passkeyOffer } from './api.ts'
import type { Answer } from './call.ts'
import { makePasskey } from './passkey.ts'

/** By this browser, where the person gives it no name. */
function nameHere(): string {
	const agent = agentOf(navigator.userAgent)
	return agent ? [agent.browser, agent.system].filter(Boolean).join(', ') : 'Passkey'
}

/** Makes a passkey in this browser and gives it to one's own account. */
export async function addPasskey(name: string): Promise<Answer<unknown>> {
	const offer = await passkeyOffer()
	const made = offer.ok ? await makePasskey(offer.value) : offer
	return made.ok ? keepPasskey(made.value, name === '' ? nameHere() : name) : made
}

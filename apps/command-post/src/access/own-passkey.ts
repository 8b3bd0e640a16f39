import { keepPasskey, passkeyOffer } from './api.ts'
import type { Answer } from './call.ts'
import { makePasskey } from './passkey.ts'

/** Makes a passkey in this browser and gives it to one's own account. */
export async function addPasskey(name: string): Promise<Answer<unknown>> {
	const offer = await passkeyOffer()
	const made = offer.ok ? await makePasskey(offer.value) : offer
	return made.ok ? keepPasskey(made.value, name) : made
}

import { Refusal } from '../refusal.ts'
import { BY, row, usingExisting, when } from './using.ts'
import type { Where } from './using.ts'

const WIDTHS = [18, 24, 40, 22, 17, 0]

export function listDevices(where: Where): Promise<readonly string[]> {
	const heading = row(WIDTHS, ['id', 'name', 'unit', 'operation', 'last contact', 'state'])
	return usingExisting(where, (access) => [
		heading,
		...access
			.devices()
			.map(({ device, name, unit, operation, lastContact, state }) =>
				row(WIDTHS, [device, name, unit, operation, when(lastContact), state]),
			),
	])
}

export type Revocation = { readonly lost?: boolean; readonly retired?: boolean }

/** @returns its name and what it is now. */
export function revokeDevice(where: Where, id: string, { lost = false, retired = false }: Revocation): Promise<string> {
	if (lost === retired)
		throw new Refusal('Say either --lost (it deletes everything) or --retired (it keeps what it has not sent, to be handed in).')
	return usingExisting(where, (access) => {
		const device = access.revokeDevice(id, lost ? 'lost' : 'retired', BY)
		if (!device) throw new Refusal(`There is no device "${id}" of which that could still be said.`)
		return `${device.name}: ${device.state}`
	})
}

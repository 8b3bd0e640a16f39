import { randomBytes } from 'node:crypto'

/** Of an account, device, invitation or session: no secret, and in addresses. */
export function newId(): string {
	return randomBytes(8).toString('hex')
}

import { generateKeyPairSync } from 'node:crypto'

import { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Access } from './store.ts'
import { House, said } from './testing/house.ts'

let house: House
let access: Access

beforeEach(() => {
	house = new House()
	access = house.open()
})

afterEach(() => {
	house.end()
})

const ADMIN = { role: 'admin', operations: 'all' } as const
const ANNA = { login: 'anna', password: 'ein langes Wort 1' }
const publicKeySpki = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' })

function invited(by: string): string {
	return access.invite({ name: 'Anna', ...ADMIN }, by).code
}

function enrolled(by: string): string {
	const unit = EntityId.parse('unit:lage:elw')
	return access.createEnrolment({ unit, operation: OperationId.parse('lage'), name: 'Tablet' }, by).code
}

function madeAdmin(): string {
	const made = access.createAccount({ login: 'chef', name: 'Chef', ...ADMIN }, 'system')
	if (!made.ok) throw new Error(made.fault.message)
	return made.value.account
}

test.each([
	['ended', (id: string) => access.endAccount(id, 'person-x')],
	['demoted', (id: string) => access.changeAccount(id, { role: 'staff' }, 'person-x')],
	['bound to one operation', (id: string) => access.changeAccount(id, { operations: ['lage'] }, 'person-x')],
])('[Z17] what somebody gave and nobody took up is withdrawn with the right to give it: %s', async (_how, change) => {
	const id = madeAdmin()
	const [mine, others] = [invited(`person-${id}`), invited('person-x')]
	const [tablet, another] = [enrolled(`person-${id}`), enrolled('person-x')]
	access.changeAccount(id, { name: 'Chefin' }, 'person-x')
	expect(access.invitationOf(mine)?.state).toBe('open')
	change(id)
	expect(access.invitationOf(mine)).toBeUndefined()
	expect(await access.acceptInvitation(mine, ANNA)).toMatchObject({ ok: false, fault: { fault: 'unauthenticated' } })
	expect(access.enrol(tablet, { publicKeySpki })).toMatchObject({ ok: false, fault: { fault: 'unauthenticated' } })
	expect(said(access).filter((detail) => detail.what === 'invitation' && detail.state === 'revoked')).toHaveLength(1)
	expect(await access.acceptInvitation(others, ANNA)).toMatchObject({ ok: true })
	expect(access.enrol(another, { publicKeySpki })).toMatchObject({ ok: true })
})

test('[Z17] with a key that is revoked what it gave is withdrawn as well', () => {
	const { id } = access.createKey({ name: 'verwaltung', ...ADMIN })
	const code = invited(`key-${id}`)
	access.revokeKeyById(id, 'person-x')
	expect(access.invitationOf(code)).toBeUndefined()
})

import { Login } from '@lagebild/model/access/http.ts'
import { expect, test } from 'vitest'

import { faultsOf, loginFrom, newCredentials } from './credentials.ts'

test('a sign-in name is proposed from the name, and one that the hub takes', () => {
	expect(loginFrom('Jana Brandt')).toBe('jana.brandt')
	expect(loginFrom('  Dr. Jörg Weiß-Çelik ')).toBe('dr.joerg.weiss-celik')
	expect(loginFrom('李')).toBe('')
	for (const name of ['Jana Brandt', 'Ö. Ümit', '-x-', 'S3']) expect(Login.safeParse(loginFrom(name)).success).toBe(true)
})

test('only what is needed for the chosen way is asked for', () => {
	const passkey = { ...newCredentials(true), login: 'jb' }
	expect([...faultsOf(passkey, false)]).toEqual([])
	expect([...faultsOf(passkey, true)]).toEqual(['name'])
	expect([...faultsOf({ ...passkey, way: 'password', password: 'elf Zeichen' }, false)]).toEqual(['password'])
	expect([...faultsOf({ ...passkey, way: 'password', password: 'vier Worte am Deich' }, false)]).toEqual([])
	expect([...faultsOf({ ...passkey, login: 'mit leer' }, false)]).toEqual(['login'])
})

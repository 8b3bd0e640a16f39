import { Login, NewPassword } from '@lagebild/model/access/http.ts'

/** By what a new account is signed in to. */
export type Way = 'passkey' | 'password'
export type Credentials = { readonly name: string; readonly login: string; readonly way: Way; readonly password: string }
export type CredentialFault = 'name' | 'login' | 'password'

export function newCredentials(passkeys: boolean): Credentials {
	return { name: '', login: '', way: passkeys ? 'passkey' : 'password', password: '' }
}

/** Everything that is missing or wrong; `named`: the person says the own name, too. */
export function faultsOf({ name, login, way, password }: Credentials, named: boolean): ReadonlySet<CredentialFault> {
	const faults = new Set<CredentialFault>()
	if (named && name.trim() === '') faults.add('name')
	if (!Login.safeParse(login).success) faults.add('login')
	if (way === 'password' && !NewPassword.safeParse(password).success) faults.add('password')
	return faults
}

/** A first proposal of a sign-in name: `jana.brandt` for Jana Brandt. */
export function loginFrom(name: string): string {
	return name
		.trim()
		.toLowerCase()
		.replaceAll('ä', 'ae')
		.replaceAll('ö', 'oe')
		.replaceAll('ü', 'ue')
		.replaceAll('ß', 'ss')
		.normalize('NFD')
		.replaceAll(/[^a-z0-9 ._-]/g, '')
		.replaceAll(/[ .]+/g, '.')
		.replaceAll(/^[._-]+|[._-]+$/g, '')
		.slice(0, 64)
}

import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { Group, TextInput } from '../operations/fields.tsx'
import { loginFrom } from './credentials.ts'
import type { CredentialFault, Credentials } from './credentials.ts'
import { LoginInput, PasswordInput } from './inputs.tsx'
import { NoPasskeys } from './no-passkeys.tsx'

import styles from './access.module.css'

type Props = {
	readonly credentials: Credentials
	readonly onChange: (next: Credentials) => void
	readonly faults: ReadonlySet<CredentialFault>
	/** The person says the own name; else it is known from the invitation. */
	readonly named: boolean
	readonly passkeys: boolean
	readonly taken?: boolean
}

/** Who one is to be, and by what one will come back in. */
export function CredentialFields({ credentials, onChange, faults, named, passkeys, taken = false }: Props) {
	const t = useTranslations()
	const { name, login, way, password } = credentials
	const rename = (text: string) => {
		const proposed = login === '' || login === loginFrom(name)
		onChange({ ...credentials, name: text, login: proposed ? loginFrom(text) : login })
	}
	const loginFault = () => {
		if (taken) return t('invitation.loginTaken')
		if (!faults.has('login')) return undefined
		return t(login.trim() === '' ? 'credentials.loginMissing' : 'credentials.loginFault')
	}
	return (
		<>
			{named && (
				<TextInput
					label={t('credentials.name')}
					name="name"
					value={name}
					onChange={rename}
					hint={t('credentials.nameHint')}
					fault={faults.has('name') ? t('credentials.nameFault') : undefined}
					max={120}
				/>
			)}
			<LoginInput
				label={t('credentials.login')}
				fills="username"
				value={login}
				onChange={(text) => onChange({ ...credentials, login: text })}
				hint={t('credentials.loginHint')}
				fault={loginFault()}
			/>
			<WayChoice {...{ credentials, onChange, passkeys }} />
			{way === 'password' && (
				<PasswordInput
					label={t('credentials.newPassword')}
					fills="new-password"
					value={password}
					onChange={(text) => onChange({ ...credentials, password: text })}
					hint={t('credentials.passwordHint')}
					fault={faults.has('password') ? t('credentials.passwordFault') : undefined}
				/>
			)}
		</>
	)
}

function WayChoice({ credentials, onChange, passkeys }: Pick<Props, 'credentials' | 'onChange' | 'passkeys'>) {
	const t = useTranslations('credentials')
	if (!passkeys) return <NoPasskeys />
	return (
		<Group label={t('way')}>
			<div>
				<Segmented
					label={t('way')}
					options={[
						{ id: 'passkey', label: t('passkey') },
						{ id: 'password', label: t('passwordWay') },
					]}
					chosen={credentials.way}
					onChange={(way) => onChange({ ...credentials, way })}
				/>
			</div>
			{credentials.way === 'passkey' && <p className={styles.hint}>{t('passkeyHint')}</p>}
		</Group>
	)
}

import type { SignInWays } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { LogIn } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { Card } from '../frame/card.tsx'
import { usePicture } from '../state/react.ts'
import { renewSession } from '../state/session.ts'
import { waysToSignIn } from './api.ts'
import { CopyButton } from './copy-button.tsx'
import { LanguageChoice } from './language-choice.tsx'
import { NoPasskeys } from './no-passkeys.tsx'
import { PasskeySignIn } from './passkey-sign-in.tsx'
import { PasswordForm } from './password-form.tsx'
import { useRemote } from './use-remote.ts'

import styles from './access.module.css'

const RETRY_MS = 5_000

/** Nothing is shown before somebody is signed in; this says by which ways. */
export function SignInPage() {
	const t = useTranslations('signIn')
	const known = usePicture(({ door }) => door?.type === 'sign-in' && door.fault)
	const { value: ways, refusal, reload } = useRemote(waysToSignIn)
	const away = refusal !== undefined && !ways
	useEffect(() => {
		const timer = away ? setInterval(() => void reload(), RETRY_MS) : undefined
		return () => clearInterval(timer)
	}, [away, reload])
	return (
		<Card title={t('title')}>
			{typeof known === 'string' && <ProviderFault fault={known} />}
			{!ways && <p aria-live="polite">{away ? t('away') : t('loading')}</p>}
			{ways && <Ways ways={ways} />}
			{away && (
				<Button size="main" onPress={() => void reload()}>
					{t('retry')}
				</Button>
			)}
			<NoAccount />
			<div className={styles.foot}>
				<LanguageChoice />
			</div>
		</Card>
	)
}

function Ways({ ways: { firstRun, password, passkeys, oidc } }: { readonly ways: SignInWays }) {
	const t = useTranslations('signIn')
	return (
		<>
			{firstRun && <p className={styles.callout}>{t('firstRun')}</p>}
			{password && <PasswordForm passkeys={passkeys} />}
			{passkeys ? <PasskeySignIn autofill={password} /> : <NoPasskeys />}
			<Providers providers={oidc} />
		</>
	)
}

const PROVIDER_FAULTS = {
	'not-ready': 'provider',
	internal: 'provider',
	'not-allowed': 'providerRole',
	unauthenticated: 'providerRefused',
} as const

function isProviderFault(fault: string): fault is keyof typeof PROVIDER_FAULTS {
	return Object.hasOwn(PROVIDER_FAULTS, fault)
}

/** A provider leads back here when nothing came of it. */
function ProviderFault({ fault }: { readonly fault: string }) {
	const t = useTranslations('signIn.refused')
	return (
		<p role="alert" className={styles.refusal}>
			{t(isProviderFault(fault) ? PROVIDER_FAULTS[fault] : 'providerRefused')}
		</p>
	)
}

function Providers({ providers }: { readonly providers: readonly { readonly id: string; readonly name: string }[] }) {
	const t = useTranslations('signIn')
	return providers.map(({ id, name }) => (
		<a key={id} className={styles.wideLink} href={`/sign-in/oidc/${encodeURIComponent(id)}`}>
			<LogIn size={18} aria-hidden />
			<bdi>{t('provider', { name })}</bdi>
		</a>
	))
}

/** Who has none, who forgot, and who may use the envelope. */
function NoAccount() {
	const t = useTranslations('signIn')
	return (
		<details className={styles.more}>
			<summary>{t('noAccount')}</summary>
			<p>{t('noAccountText')}</p>
			<p>{t('linkText')}</p>
			<div className={styles.command}>
				<code>{t('command')}</code>
				<CopyButton text={t('command')} label={t('copy')} />
			</div>
			<p>{t('breakGlass')}</p>
			<p>{t('stored')}</p>
			<Button onPress={() => void renewSession()}>{t('retry')}</Button>
		</details>
	)
}

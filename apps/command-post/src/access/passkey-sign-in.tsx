import { Button } from '@lagebild/ui/button.tsx'
import { KeyRound } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { renewSession } from '../state/session.ts'
import { passkeyQuestion, signInByPasskey } from './api.ts'
import type { Answer } from './call.ts'
import { givePasskey, offersQuietly, stopAsking } from './passkey.ts'
import { SignInRefusal } from './sign-in-refusal.tsx'
import { useAct } from './use-remote.ts'

import styles from './access.module.css'

/** A question of the hub is good for five minutes; the one that waits in the field is renewed before. */
const QUESTION_MS = 240_000

async function ask(quietly: boolean): Promise<Answer<unknown>> {
	const question = await passkeyQuestion()
	if (!question.ok) return question
	const given = await givePasskey(question.value, quietly)
	return given.ok ? signInByPasskey(given.value) : given
}

/** A button, and where the browser can do it, an offer in the field of the name. */
export function PasskeySignIn({ autofill }: { readonly autofill: boolean }) {
	const t = useTranslations('signIn')
	const { busy, refusal, act } = useAct()
	useEffect(() => (autofill ? askQuietly() : undefined), [autofill])
	const press = async () => {
		const done = await act(() => ask(false))
		if (done) await renewSession()
	}
	return (
		<div className={styles.form}>
			{autofill && <p className={styles.or}>{t('or')}</p>}
			<Button size="main" isDisabled={busy} onPress={() => void press()}>
				<KeyRound size={18} aria-hidden />
				{t(busy ? 'passkeyAsking' : 'passkey')}
			</Button>
			<SignInRefusal refusal={refusal} wrong="passkey" />
		</div>
	)
}

/** What is not taken there stays unsaid: nobody asked for it. */
function askQuietly(): () => void {
	let stopped = false
	const round = async () => {
		if (stopped || !(await offersQuietly())) return
		const given = await ask(true)
		if (given.ok && !stopped) await renewSession()
	}
	void round()
	const timer = setInterval(() => void round(), QUESTION_MS)
	return () => {
		stopped = true
		clearInterval(timer)
		void stopAsking()
	}
}

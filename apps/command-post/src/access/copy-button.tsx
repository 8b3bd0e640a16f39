import { Button } from '@lagebild/ui/button.tsx'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import styles from './access.module.css'

type State = 'idle' | 'copied' | 'failed'
const WORDS = { idle: 'copy', copied: 'copied', failed: 'copy' } as const

/** Without TLS a browser lets no page write to the clipboard; then the text stands there to be selected. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
	const t = useTranslations('access')
	const [state, setState] = useState<State>('idle')
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(text)
			setState('copied')
		} catch {
			setState('failed')
		}
	}
	const Icon = state === 'copied' ? Check : Copy
	return (
		<>
			<Button onPress={() => void copy()} {...(label !== undefined && state !== 'copied' && { label })}>
				<Icon size={16} aria-hidden />
				{t(WORDS[state])}
			</Button>
			<output className={styles.hint}>{state === 'failed' && t('copyFailed')}</output>
		</>
	)
}

/** A text to be taken over exactly: it can be selected as a whole and copied. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }) {
	const t = useTranslations('access')
	return (
		<div className={styles.copyField}>
			<span className={styles.label}>{label}</span>
			<code className={styles.code} data-testid="copy-text">
				{text}
			</code>
			<div className={styles.actions}>
				<CopyButton text={text} label={t('of', { action: t('copy'), name: label })} />
			</div>
		</div>
	)
}

import { CircleQuestionMark } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useMessages, useTranslations } from 'use-intl'

import { fieldName } from './value-text.ts'
import { useAskWhy } from './why-context.tsx'

import styles from './why.module.css'

type Props = { readonly field: string; readonly name?: string | undefined }

/** Quiet beside every value; its name says what it asks: "Why: Priority?". */
export function WhyButton({ field, name }: Props) {
	const t = useTranslations('why')
	const words = useMessages()
	const asking = useAskWhy()
	if (!asking) return null
	return (
		<Button
			className={styles.ask ?? ''}
			aria-label={t('ask', { name: name ?? fieldName(field, words, asking.kind) })}
			aria-haspopup="dialog"
			onPress={() => asking.ask(field)}
		>
			<CircleQuestionMark size={16} aria-hidden />
		</Button>
	)
}

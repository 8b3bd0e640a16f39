import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { RefusalText } from '../operations/refusal-text.tsx'
import { titleOf } from '../select/names.ts'
import { sidesNow } from '../select/now.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { bindingWords } from './bind.ts'
import { useOwnOperation } from './own-operation.ts'
import { sayWords } from './say-words.ts'
import { useSaying } from './use-saying.ts'

import form from '../operations/operations.module.css'

type Props = { readonly thing: Thing; readonly other: Thing; readonly onDone: () => void }

/** Says that something is not the same as all that it was one with. */
export function PartDialog({ thing, other, onDone }: Props) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const own = useOwnOperation(thing)
	const sides = usePicture((facts) => sidesNow(facts, other.row.id))
	const [words] = useState(() =>
		bindingWords(
			other,
			sides.map((side) => side.thing),
			{ own, removed: true },
		),
	)
	const { refusal, busy, enter } = useSaying(onDone)
	const name = titleOf(other.row, language)
	const submit = (event: FormEvent) => {
		event.preventDefault()
		void enter(() => sayWords(words))
	}
	return (
		<ModalDialog label={t('partTitle', { name })} open onClose={onDone}>
			<form className={form.form} onSubmit={submit}>
				<h2>{t('partTitle', { name })}</h2>
				<p>{t('partText')}</p>
				<RefusalText refusal={refusal} />
				<div className={form.actions}>
					<Button look="primary" size="main" submits isDisabled={busy}>
						{t('partGo')}
					</Button>
					<Button size="main" onPress={onDone}>
						{t('cancel')}
					</Button>
				</div>
			</form>
		</ModalDialog>
	)
}

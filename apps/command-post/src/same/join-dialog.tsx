import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import type { FormEvent } from 'react'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import { titleOf } from '../select/names.ts'
import { rawThingNow, thingsNow } from '../select/now.ts'
import { matchesText } from '../select/visible.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { bindingWords, likeliest } from './bind.ts'
import { useOwnOperation } from './own-operation.ts'
import { sayWords } from './say-words.ts'
import { useSaying } from './use-saying.ts'

import form from '../operations/operations.module.css'
import styles from './same.module.css'

/** As many as are read; who looks for another one types more of it. */
const MOST = 12

type Props = { readonly thing: Thing; readonly other?: Thing | undefined; readonly onDone: () => void }

/** Asks what is the same, and says so. */
export function JoinDialog({ thing, other, onDone }: Props) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const own = useOwnOperation(thing)
	const [chosen, setChosen] = useState<EntityId | undefined>(other?.row.id)
	const [tried, setTried] = useState(false)
	const target = usePicture((facts) => (chosen === undefined ? undefined : rawThingNow(facts, chosen)))
	const raw = usePicture((facts) => rawThingNow(facts, thing.row.id))
	const { refusal, busy, enter } = useSaying(onDone)
	const name = titleOf(thing.row, language)
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (target) void enter(() => sayWords(bindingWords(raw ?? thing, [target], { own, removed: false })))
	}
	return (
		<ModalDialog label={t('joinTitle', { name })} open onClose={onDone}>
			<form className={form.form} onSubmit={submit} noValidate>
				<h2>{t('joinTitle', { name })}</h2>
				<p>{t('joinText')}</p>
				<Choice thing={thing} chosen={chosen} onChoose={setChosen} />
				{tried && !target && (
					<p role="alert" className={form.fault}>
						{t('choose')}
					</p>
				)}
				<RefusalText refusal={refusal} />
				<div className={form.actions}>
					<Button look="primary" size="main" submits isDisabled={busy}>
						{t('joinGo')}
					</Button>
					<Button size="main" onPress={onDone}>
						{t('cancel')}
					</Button>
				</div>
			</form>
		</ModalDialog>
	)
}

type ChoiceProps = { readonly thing: Thing; readonly chosen: EntityId | undefined; readonly onChoose: (id: EntityId) => void }

function Choice({ thing, chosen, onChoose }: ChoiceProps) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const group = useId()
	const [text, setText] = useState('')
	const things = usePicture(thingsNow)
	const found = likeliest(thing, things.values()).filter((one) => matchesText(one, text))
	const shown = found.filter(({ row }, at) => at < MOST || row.id === chosen)
	return (
		<>
			<TextInput label={t('find')} hint={t('findHint')} value={text} onChange={setText} />
			<fieldset className={form.group}>
				<legend>{t('choices')}</legend>
				{shown.map(({ row }) => (
					<label key={row.id} className={styles.choice}>
						<input type="radio" name={group} checked={row.id === chosen} onChange={() => onChoose(row.id)} />
						<bdi>{titleOf(row, language)}</bdi>
						<bdi className={form.hint}>{row.sources[0]?.name}</bdi>
					</label>
				))}
				{found.length === 0 && <p className={form.hint}>{t('none')}</p>}
				{found.length > shown.length && <p className={form.hint}>{t('more', { count: found.length - shown.length })}</p>}
			</fieldset>
		</>
	)
}

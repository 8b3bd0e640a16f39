import { Button } from '@lagebild/ui/button.tsx'
import { FileUp } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { useTranslations } from 'use-intl'

import { setDraft } from './draft.ts'
import type { Draft } from './draft.ts'
import { brokenAt, lineAt, placeIn } from './json-place.ts'
import type { TextPlace } from './json-place.ts'
import type { Outcome } from './preview-runner.ts'
import { starterOf } from './starter.ts'

import styles from './mapping.module.css'

type Props = { readonly draft: Draft; readonly outcome: Outcome | undefined }

type Fault = { readonly place: TextPlace; readonly line: number; readonly path: string; readonly message: string }

/** Every fault of a mapping with the place in its text. */
function faultsIn(text: string, outcome: Outcome | undefined): readonly Fault[] {
	if (outcome?.type !== 'bad-mapping') return []
	return outcome.problems.map(({ path, message }) => {
		const at = path.length === 0 ? brokenAt(text) : 0
		const place = placeIn(text, path) ?? { from: at, to: Math.min(at + 1, text.length) }
		return { place, line: lineAt(text, place.from), path: path.join('.'), message }
	})
}

/** The mapping as text with the numbers of its lines; what is wrong stands at its line and below. */
export function DefinitionColumn({ draft, outcome }: Props) {
	const t = useTranslations('mapping')
	const id = useId()
	const area = useRef<HTMLTextAreaElement>(null)
	const { definition } = draft
	const faults = faultsIn(definition, outcome)
	const goTo = ({ from, to }: TextPlace) => {
		area.current?.focus()
		area.current?.setSelectionRange(from, to)
	}
	return (
		<section className={styles.column} aria-label={t('definition')} data-region tabIndex={-1}>
			<h3>
				<label htmlFor={id}>{t('definitionText')}</label>
			</h3>
			<DefinitionWays draft={draft} />
			<Editor id={id} area={area} text={definition} lines={new Set(faults.map(({ line }) => line))} />
			<ul id={`${id}-faults`} className={styles.faults} aria-live="polite">
				{faults.map((fault) => (
					<li key={`${fault.path} ${fault.message}`}>
						<button type="button" onClick={() => goTo(fault.place)}>
							<strong>{t('problemLine', { line: fault.line })}</strong>
							<bdi>{fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`}</bdi>
						</button>
					</li>
				))}
			</ul>
		</section>
	)
}

async function takeFile(file: File | undefined): Promise<void> {
	if (file) setDraft({ definition: await file.text() })
}

function DefinitionWays({ draft: { sample, definition } }: { readonly draft: Draft }) {
	const t = useTranslations('mapping')
	const [nothing, setNothing] = useState(false)
	const begin = () => {
		const starter = starterOf(sample.text)
		setNothing(starter === undefined)
		if (starter !== undefined) setDraft({ definition: starter })
	}
	return (
		<>
			<div className={styles.ways}>
				<FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={(files) => void takeFile(files?.[0])}>
					<Button>
						<FileUp size={16} aria-hidden />
						{t('definitionFile')}
					</Button>
				</FileTrigger>
				{definition.trim() === '' && (
					<Button isDisabled={sample.text.trim() === ''} onPress={begin}>
						{t('start')}
					</Button>
				)}
			</div>
			<output className={styles.muted}>{nothing ? t('startNothing') : sample.text.trim() === '' ? t('emptySample') : ''}</output>
		</>
	)
}

type EditorProps = {
	readonly id: string
	readonly area: RefObject<HTMLTextAreaElement | null>
	readonly text: string
	/** Lines with a fault. */
	readonly lines: ReadonlySet<number>
}

function Editor({ id, area, text, lines }: EditorProps) {
	const numbers = useRef<HTMLOListElement>(null)
	const count = Math.max(1, text.split('\n').length)
	const follow = (top: number) => {
		if (numbers.current) numbers.current.scrollTop = top
	}
	return (
		<div className={styles.editor}>
			<ol ref={numbers} aria-hidden>
				{Array.from({ length: count }, (_, i) => i + 1).map((line) => (
					<li key={line} data-bad={lines.has(line)}>
						{line}
					</li>
				))}
			</ol>
			<textarea
				ref={area}
				id={id}
				dir="ltr"
				wrap="off"
				spellCheck={false}
				autoComplete="off"
				autoCapitalize="off"
				value={text}
				aria-invalid={lines.size > 0}
				aria-describedby={`${id}-faults`}
				onChange={({ target }) => setDraft({ definition: target.value })}
				onScroll={({ currentTarget }) => follow(currentTarget.scrollTop)}
			/>
		</div>
	)
}

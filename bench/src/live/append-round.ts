/** Appends so many entries to a journal of its own and tells what that computed, ms: `node append-round.ts FOLDER COUNT AT-ONCE WARM`. */
import { appendAll, newJournal, preparedEntries, spending } from './appending.ts'

const [folder = '', count = '', atOnce = '', warm = ''] = process.argv.slice(2)
const unchained = process.execArgv.some((argument) => argument.endsWith('without-chain.ts'))

const entries = preparedEntries(Number(warm) + Number(count))
/** Without a chain there is neither salt nor commitment to hand on and to store. */
const prepared = unchained ? entries.map((entry) => ({ ...entry, salt: '', commit: '' })) : entries
const { store, journal } = await newJournal(folder)
await appendAll(journal, prepared.slice(0, Number(warm)), Number(atOnce))
process.send?.(await spending(() => appendAll(journal, prepared.slice(Number(warm)), Number(atOnce))))
await store.close()
process.disconnect()

import { runJournalContract } from '../testing/journal-contract.ts'
import { postgresHarness } from '../testing/postgres-harness.ts'

runJournalContract({ name: 'PostgreSQL', writers: 'many', make: postgresHarness })

// Entry of the language server: a connection over standard input and output, and what answers on it.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';

// Standard output belongs to the protocol.
serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout));

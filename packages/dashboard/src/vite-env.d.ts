// What an import of a style sheet is.
/// <reference types="vite/client" />

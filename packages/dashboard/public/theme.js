// Sets the remembered theme before anything is painted. The rest is in src/frame/theme.ts.
try {
  const theme = localStorage.getItem('whodid.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be switched off. Then the page follows the system.
}

@echo off
rem Sert le site : avec Python s'il y en a un, sinon avec PowerShell, qui fait partie de Windows.
chcp 65001 >nul
if not exist "%~dp0hub\index.html" (
  echo Le dossier « hub » manque à côté de demarrer.bat. Si vous avez ouvert un fichier zip :
  echo clic droit sur ce fichier, « Extraire tout », puis double-clic sur demarrer.bat dans le dossier extrait.
  goto fin
)
py -3 -c "" >nul 2>nul
if not errorlevel 1 (
  py -3 "%~dp0serveur.py" %*
  goto fin
)
python -c "" >nul 2>nul
if not errorlevel 1 (
  python "%~dp0serveur.py" %*
  goto fin
)
if /i "%~1"=="--lan" (
  echo Pour servir une salle, il faut Python sur cet ordinateur ^(python.org^). Sans lui : demarrer.bat, pour ce poste seul.
  goto fin
)
where powershell >nul 2>nul
if errorlevel 1 (
  echo Ni Python ni PowerShell sur cet ordinateur : lisez LISEZ-MOI.txt, « sans rien installer ».
  goto fin
)
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0serveur.ps1"
if errorlevel 1 (
  echo Le site n'est pas servi. Un office peut interdire à PowerShell de le faire : lisez LISEZ-MOI.txt, « sans rien installer ».
)
:fin
pause

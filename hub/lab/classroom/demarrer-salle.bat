@echo off
rem Sert toute la salle par le reseau local ; il faut Python sur cet ordinateur.
call "%~dp0demarrer.bat" --lan
